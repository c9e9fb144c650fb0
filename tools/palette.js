// Reduces a picture to 256 colours: the most frequent ones, each other colour to its nearest.
// Called by tools/pictures.py in a blank page with the address of a PNG; gives size, colours and one byte a pixel.
async (address) => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  // Equally frequent colours in a fixed order, so that the same page gives the same file.
  const colours = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || a - b).slice(0, 256);
  const place = new Map(colours.map((colour, index) => [colour, index]));
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const known = colours.map(parts);
  const nearest = (colour) => {
    const [red, green, blue] = parts(colour);
    let best = 0;
    let least = Infinity;
    known.forEach(([r, g, b], index) => {
      const distance = 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + (b - blue) ** 2;
      if (distance < least) [best, least] = [index, distance];
    });
    return best;
  };
  for (const colour of counts.keys()) if (!place.has(colour)) place.set(colour, nearest(colour));
  const bytes = Uint8Array.from(pixels, (pixel) => place.get(pixel));
  let text = "";
  for (let from = 0; from < bytes.length; from += 32768) text += String.fromCharCode(...bytes.subarray(from, from + 32768));
  return { width: image.width, height: image.height, colours: known.flat(), pixels: btoa(text) };
}
