package example.ebs.emulator.action;

/** One EC2 action. */
@FunctionalInterface
interface Action {
  /**
   * Checks a request as far as a dry run does, and gives what is then to be done.
   *
   * <p>Nothing else happens between this and the effect.
   */
  Effect prepare(Turn turn);
}
