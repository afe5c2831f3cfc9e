// Stands for a media player of another company: it runs only once the visitor has agreed to media.
document.cookie = "demo_media=1; path=/; max-age=3600; SameSite=Lax";
const drawing = "http://www.w3.org/2000/svg";
const wave = () => {
  const svg = document.createElementNS(drawing, "svg");
  svg.setAttribute("viewBox", "0 0 480 64");
  svg.setAttribute("aria-hidden", "true");
  for (let i = 0; i < 60; i++) {
    const height = 8 + 24 * (1 + Math.sin(i * 0.7) * Math.cos(i * 0.23));
    const bar = document.createElementNS(drawing, "rect");
    bar.setAttribute("x", String(i * 8 + 2));
    bar.setAttribute("y", String(32 - height / 2));
    bar.setAttribute("width", "4");
    bar.setAttribute("height", String(height));
    bar.setAttribute("rx", "2");
    svg.append(bar);
  }
  return svg;
};
for (const place of document.querySelectorAll('[data-demo="media"]')) {
  place.querySelector("p").textContent = place.dataset.active;
  place.prepend(wave());
  place.classList.add("active");
}
