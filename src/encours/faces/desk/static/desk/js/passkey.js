/** Asks the browser's device for a passkey and sends its answer: <form data-passkey="get|create" data-options="{…}">. */
const form = document.querySelector("form[data-passkey]");
if (form && window.PublicKeyCredential && navigator.credentials) wire(form);

function wire(form) {
  say("nothing");
  form.querySelector("button").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  if ("starts" in form.dataset) ask();
}

async function ask() {
  say("waiting");
  try {
    const given = await fromDevice(form.dataset.passkey, JSON.parse(form.dataset.options));
    form.elements.answer.value = JSON.stringify(asText(given));
    form.submit();
  } catch (problem) {
    say(problem.name === "InvalidStateError" ? "known" : "refused");
  }
}

function fromDevice(what, options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const known of [...(options.allowCredentials ?? []), ...(options.excludeCredentials ?? [])]) known.id = bytes(known.id);
  return what === "create" ? navigator.credentials.create({ publicKey: options }) : navigator.credentials.get({ publicKey: options });
}

/** The answer as WebAuthn's JSON form has it; older browsers do not write it themselves. */
function asText(given) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (given.response[name]) response[name] = text(given.response[name]);
  }
  if (given.response.getTransports) response.transports = given.response.getTransports();
  return { id: given.id, rawId: text(given.rawId), type: given.type, response, clientExtensionResults: {} };
}

/** Shows the one line that fits, and hides the others. */
function say(which) {
  for (const line of form.querySelectorAll("[data-passkey-says]")) line.hidden = line.dataset.passkeySays !== which;
}

function bytes(written) {
  const plain = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
