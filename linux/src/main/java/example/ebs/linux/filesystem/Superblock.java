package example.ebs.linux.filesystem;

import java.util.UUID;

/**
 * What a filesystem says of itself.
 *
 * @param type as the kernel names it
 * @param uuid all zero for filesystems that have none of this length
 * @param size in bytes
 */
record Superblock(String type, UUID uuid, long size, Condition condition) {
  static final UUID NO_UUID = new UUID(0, 0);

  /** How much of it can be relied on. */
  enum Condition {
    SOUND,
    /** Not unmounted cleanly, or with errors that it knows of. */
    UNCLEAN,
    /** Its making has not ended. */
    UNFINISHED,
    /** Its own checksum is wrong. */
    DAMAGED
  }
}
