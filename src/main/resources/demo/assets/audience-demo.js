// Stands for an audience measurement: it runs only once the visitor has agreed to it.
document.cookie = "demo_audience=1; path=/; max-age=3600; SameSite=Lax";
for (const place of document.querySelectorAll('[data-demo="audience"]')) {
  place.textContent = place.dataset.active;
  place.classList.add("active");
}
