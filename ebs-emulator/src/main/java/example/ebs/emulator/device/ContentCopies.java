package example.ebs.emulator.device;

import java.io.IOException;

/** Copies of what volumes and snapshots hold. */
public interface ContentCopies {
  /**
   * Makes the content of a new volume or snapshot: all that another holds at one moment during the
   * call, and zeros behind it. It is complete when this returns, and is to be kept later.
   *
   * @throws NoRoomException where the disk cannot hold it
   */
  void copy(String sourceId, String id, int sizeGib) throws IOException;

  /**
   * Keeps a copy, now that the state which has it is saved; what is kept already stays.
   *
   * @return whether there is content
   */
  boolean keep(String id) throws IOException;

  /** Copies without content, for an emulator without devices. */
  static ContentCopies none() {
    return new ContentCopies() {
      @Override
      public void copy(String sourceId, String id, int sizeGib) {}

      @Override
      public boolean keep(String id) {
        return true;
      }
    };
  }
}
