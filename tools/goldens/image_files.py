"""Small picture files of many formats, written by PIL, with the pixels PIL reads from them."""

import io

import numpy as np
from image_bytes import base64_of, picture, smooth, write
from PIL import Image


def encoded(img, format, **options):
    buffer = io.BytesIO()
    img.save(buffer, format=format, **options)
    return buffer.getvalue()


def case(name, img, format, **options):
    data = encoded(img, format, **options)
    back = Image.open(io.BytesIO(data))
    pixels = {mode: base64_of(np.asarray(back.convert(pil)).tobytes())
              for mode, pil in (("grayscale", "L"), ("rgb", "RGB"), ("rgba", "RGBA"))}
    return {"name": name, "width": img.width, "height": img.height,
            "file": base64_of(data), **pixels}


rgb = Image.fromarray(picture(5, 7, 3, 1), "RGB")
grey = Image.fromarray(picture(5, 7, 1, 2)[:, :, 0], "L")
rgba = Image.fromarray(picture(5, 7, 4, 3), "RGBA")
photo = Image.fromarray(smooth(19, 26, 3), "RGB")
exif = Image.Exif()
exif[0x0112] = 6  # turned by 90 degrees, which load_img leaves alone
write("files", [
    case("png rgb", rgb, "PNG"),
    case("png grey", grey, "PNG"),
    case("png rgba", rgba, "PNG"),
    case("png grey with opacity", rgba.convert("LA"), "PNG"),
    case("png palette", photo.quantize(16), "PNG"),
    case("png black and white", grey.convert("1"), "PNG"),
    case("jpeg", photo, "JPEG"),
    case("jpeg grey", photo.convert("L"), "JPEG"),
    case("jpeg progressive, full colour", photo, "JPEG", progressive=True, subsampling=0),
    case("jpeg turned", photo, "JPEG", exif=exif),
    case("webp lossless", rgba, "WEBP", lossless=True, exact=True),
    case("gif", photo.quantize(16), "GIF"),
    case("tiff", rgb, "TIFF", compression="tiff_lzw"),
    case("bmp rgb", rgb, "BMP"),
    case("bmp grey", grey, "BMP"),
    case("bmp palette", photo.quantize(16), "BMP"),
    case("bmp black and white", grey.convert("1"), "BMP"),
    case("ppm", rgb, "PPM"),
    case("pgm", grey, "PPM"),
])
