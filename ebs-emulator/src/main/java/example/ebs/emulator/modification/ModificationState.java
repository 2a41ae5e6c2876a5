package example.ebs.emulator.modification;

import java.util.Locale;

/** Where a modification stands: from {@code OPTIMIZING} on the volume is what it is to be. */
public enum ModificationState {
  MODIFYING,
  OPTIMIZING,
  COMPLETED,
  FAILED;

  /** As answers write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Nothing more happens to it, and another one may begin. */
  public boolean over() {
    return this == COMPLETED || this == FAILED;
  }
}
