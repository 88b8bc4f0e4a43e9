const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a host, as `URL` writes its name, is this machine itself: what is sent there takes no network. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);
