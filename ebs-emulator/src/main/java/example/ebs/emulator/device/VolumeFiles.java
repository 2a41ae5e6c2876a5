package example.ebs.emulator.device;

import java.io.IOException;
import java.util.Set;

/** What volumes hold, and snapshots. */
public interface VolumeFiles {
  /**
   * Makes a volume's content, all zeros, if it is not there yet.
   *
   * @throws NoRoomException where the disk cannot hold a volume of that size
   */
  void create(String volumeId, int sizeGib) throws IOException;

  /**
   * Makes a volume's content longer, with zeros; never shorter.
   *
   * @throws NoRoomException where the disk cannot hold a volume of that size
   */
  void grow(String volumeId, int sizeGib) throws IOException;

  /** Takes the content of a volume or snapshot away; one that is not there is fine. */
  void delete(String volumeId) throws IOException;

  /**
   * Takes away what unanswered requests left, of no such volume or snapshot: copies that were not
   * kept, and content to which nothing was ever written. Any other content stays, and what is of no
   * such volume is named in the log.
   */
  void removeLeftovers(Set<String> volumeIds) throws IOException;

  /** Fails if there is content of any volume, with where it lies. */
  void refuseAny() throws IOException;

  /** Volumes without content, for an emulator without devices. */
  static VolumeFiles none() {
    return new VolumeFiles() {
      @Override
      public void create(String volumeId, int sizeGib) {}

      @Override
      public void grow(String volumeId, int sizeGib) {}

      @Override
      public void delete(String volumeId) {}

      @Override
      public void removeLeftovers(Set<String> volumeIds) {}

      @Override
      public void refuseAny() {}
    };
  }
}
