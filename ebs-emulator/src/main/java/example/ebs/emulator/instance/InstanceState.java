package example.ebs.emulator.instance;

import java.util.Locale;

/** The life of an instance, with EC2's numbers. */
public enum InstanceState {
  PENDING(0),
  RUNNING(16),
  SHUTTING_DOWN(32),
  TERMINATED(48),
  STOPPING(64),
  STOPPED(80);

  private final int code;

  InstanceState(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** It ends or has ended, and does not come back. */
  public boolean over() {
    return this == SHUTTING_DOWN || this == TERMINATED;
  }
}
