// Reduces a picture to 256 colours: the most frequent ones, then those that would otherwise be furthest off.
// Called by tools/pictures.py in a blank page with the address of a PNG; gives size, colours and one byte a pixel.
async (address) => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  // Equally frequent colours in a fixed order, so that the same page gives the same file.
  const colours = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b);
  const parts = colours.map((colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]);
  const far = ([r, g, b], [red, green, blue]) => 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + 3 * (b - blue) ** 2;
  const least = parts.map(() => Infinity);
  const place = parts.map(() => 0);
  const chosen = [];
  const choose = (index) => {
    chosen.push(parts[index]);
    parts.forEach((colour, at) => {
      const distance = far(colour, parts[index]);
      if (distance < least[at]) [least[at], place[at]] = [distance, chosen.length - 1];
    });
  };
  while (chosen.length < Math.min(256, colours.length)) {
    if (chosen.length < 96) choose(chosen.length);
    else choose(least.reduce((worst, off, at) => (off * Math.sqrt(counts.get(colours[at])) > least[worst] * Math.sqrt(counts.get(colours[worst])) ? at : worst), 0));
  }
  const places = new Map(colours.map((colour, at) => [colour, place[at]]));
  const bytes = Uint8Array.from(pixels, (pixel) => places.get(pixel));
  let text = "";
  for (let from = 0; from < bytes.length; from += 32768) text += String.fromCharCode(...bytes.subarray(from, from + 32768));
  return { width: image.width, height: image.height, colours: chosen.flat(), pixels: btoa(text) };
}
