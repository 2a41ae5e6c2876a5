package example.ebs.emulator;

/** How long things take. */
public enum Latency {
  /** As on EC2: attaching takes a second or two, sometimes four. */
  REALISTIC,

  /** Every state passes at once; replies still say {@code creating} and {@code attaching}. */
  NONE
}
