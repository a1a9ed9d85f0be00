"""What the tests' owner has: a list from another program, and photos from a phone."""

import io

from PIL import Image, ImageDraw

HOMEBOX = """\
HB.import_ref,HB.name,HB.description,HB.location,HB.tags,HB.quantity,HB.purchase_price
s-001,Picture hooks,"Brass hooks with nails, for frames up to 10 kg",Workshop/Drawer 3,fixings;brass,48,4.95
s-002,Spirit level,60 cm with three vials,Workshop/Wall,measuring,1,22.00
s-003,Cordless drill,"18 V, two batteries, in its case",Workshop/Shelf 1,power tools,1,129.90
s-004,Rye flour,Type 1150 in 25 kg sacks,Bakery/Dry store,flour;ingredients,12,18.40
s-005,Proofing basket,"Round cane basket, 1 kg loaves",Bakery/Shelf 2,baking,20,9.80
s-006,Winter blanket,Thick wool for two people,House/Attic,bedding,2,59.00
s-007,Umbrella,"Black, folding",House/Hall,,3,14.50
s-008,Fire extinguisher,6 kg powder,Workshop/Door,safety,1,45.00
s-009,Torch,"Waterproof lamp, takes two AA cells",House/Hall,light,2,19.99
s-010,Soldering iron,"Temperature controlled, 60 W",Workshop/Bench,electronics,1,74.00
"""
HOMEBOX_COUNT = 10

OWN = """\
name,description,location,tags,quantity,unit
Pizza peel,"Beech, for loading the oven",Bakery/Wall,baking,2,piece
Garden hose,25 m with brass couplings,House/Shed,garden,1,piece
"""


def photo(colour: str = "teal", size: tuple[int, int] = (1600, 1200), orientation: int = 6) -> bytes:
    """A JPEG as a phone makes it: turned by its EXIF data, with a place and a maker that must not be kept."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="white")
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretMaker"
    raw = io.BytesIO()
    image.save(raw, "JPEG", quality=90, exif=exif)
    return raw.getvalue()
