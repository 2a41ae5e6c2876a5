package example.ebs.local.store;

import java.util.Locale;

/** By what a volume is held to its size. */
public enum EnforcedBy {
  /** Nothing: it may fill its root. */
  NONE,
  /** A project quota on its directory. */
  QUOTA,
  /** A filesystem in a sparse file, mounted on its directory. */
  IMAGE,
  /** A tmpfs, mounted on its directory. */
  MEMORY,
  /** The length of the sparse file that is its device. */
  DEVICE;

  /** Whether a volume's own filesystem is mounted on its directory. */
  boolean isMountedInPlace() {
    return this == IMAGE || this == MEMORY;
  }

  /** As people see it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
