// Where the person stands, if the phone tells; else they are told that typing is as good.

const PATIENCE_MS = 20_000;
const FRESH_MS = 60_000;

// Resolves to {lat, lon}; rejects with the key of the words that say why not.
export function whereAmI() {
  return new Promise((found, failed) => {
    if (!navigator.geolocation) { failed("place-none"); return; }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found({ lat: coords.latitude, lon: coords.longitude }),
      (problem) => failed(problem.code === problem.PERMISSION_DENIED ? "place-denied" : "place-none"),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: FRESH_MS },
    );
  });
}
