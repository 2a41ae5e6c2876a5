package example.ebs.emulator;

import java.util.Locale;

/** What an attached volume is. */
public enum DeviceKind {
  /** A loop device of this machine; needs root. */
  LOOP,

  /** Nothing: the API only, for anybody. */
  NONE;

  /** As it is said on the command line. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
