export async function serve(_: { config: string; generated: string; version: string }) {}
