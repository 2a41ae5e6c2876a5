package example.ebs.emulator;

/** What an attached volume is. */
public enum DeviceKind {
  /** A loop device of this machine; needs root. */
  LOOP,

  /** Nothing: the API only, for anybody. */
  NONE
}
