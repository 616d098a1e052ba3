// The server: one session, asked for its state or told what to do. All addresses
// are relative, and so hold the token.

export class Refused extends Error {}

async function read(response) {
  if (!response.ok) throw new Refused((await response.text()).trim());
  return response.json();
}

export async function getState() {
  return read(await fetch("api/state"));
}

export async function getSource() {
  const response = await fetch("api/source");
  if (!response.ok) throw new Refused((await response.text()).trim());
  return response.text();
}

export async function order(name, body) {
  return read(await fetch("api/" + name, { method: "POST", headers: { "Content-Type": "application/json" }, body: typeof body === "string" ? body : JSON.stringify(body) }));
}
