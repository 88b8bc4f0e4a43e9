/** Bounds the calls that are answered at a time, of one user of an Odoo and of all together. */
export interface Limits {
  /** A place for a request, to be left when it is answered; or why there is none. */
  enter(user: string): (() => void) | "user" | "all";
}

export interface MostCalls {
  ofUser: number;
  ofAll: number;
}

export function limits({ ofUser, ofAll }: MostCalls): Limits {
  const users = new Map<string, number>();
  let all = 0;
  return {
    enter(user) {
      const own = users.get(user) ?? 0;
      if (own >= ofUser) return "user";
      if (all >= ofAll) return "all";
      all += 1;
      users.set(user, own + 1);
      let left = false;
      return () => {
        if (left) return;
        left = true;
        all -= 1;
        const others = (users.get(user) ?? 1) - 1;
        if (others > 0) users.set(user, others);
        else users.delete(user);
      };
    },
  };
}
