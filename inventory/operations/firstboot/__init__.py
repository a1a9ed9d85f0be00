"""The first boot of a flashed SD card: settings from its boot partition, and where the setup code is shown.

Does something only on devices that were flashed (`places.IMAGE_MARKER`). What the device needs anyway, wherever it came
from, is made by `operations.provision`.
"""
