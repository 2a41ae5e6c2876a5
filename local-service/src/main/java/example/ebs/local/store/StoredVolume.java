package example.ebs.local.store;

import java.nio.file.Path;

/** A volume that has a record, in a store that is held open. Close it once. */
public record StoredVolume(OpenStore store, VolumeRecord record) implements AutoCloseable {
  /** The same volume in the same open store, farther; only one of both is to be closed. */
  public StoredVolume with(VolumeRecord changed) {
    return new StoredVolume(store, changed);
  }

  /** The real path of its directory. */
  public Path directory() {
    return store.place(record.directory()).path();
  }

  @Override
  public void close() {
    store.close();
  }

  @Override
  public String toString() {
    return "volume " + record.key() + " at " + directory();
  }
}
