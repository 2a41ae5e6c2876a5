package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.linux.system.Descriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The records of a store: whole, on disk when a method returns, and never half. */
public final class Records {
  private static final int LONGEST = 4096;
  private static final String HALF = ".new-";

  private Records() {}

  /** The volume's record, if there is one. */
  public static Optional<VolumeRecord> find(OpenStore store, VolumeKey key) {
    try (Descriptor folder = store.own(OpenStore.RECORDS)) {
      Path file = folder.path().resolve(key.value());
      try (var input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        String text = new String(input.readNBytes(LONGEST), StandardCharsets.UTF_8);
        return Optional.of(RecordText.read(key, text));
      }
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failed) {
      throw StoreFailures.of("the record of volume " + key + " cannot be read", failed);
    }
  }

  /** Writes the record in place of the one there was. */
  public static VolumeRecord write(OpenStore store, VolumeRecord volume) {
    try (Descriptor folder = store.own(OpenStore.RECORDS)) {
      WholeFile.write(
          folder.path().resolve(volume.key().value()),
          folder.path().resolve(HALF + volume.key()),
          RecordText.write(volume));
      store.sync(folder);
      return volume;
    } catch (IOException failed) {
      throw StoreFailures.of("the record of " + volume + " cannot be written", failed);
    }
  }

  /** The keys of all volumes of which a record was half written when its writer died. */
  public static List<VolumeKey> halves(OpenStore store) {
    return keys(store, HALF);
  }

  /** Removes what is left of such a record; the caller holds a lock on the volume. */
  public static void removeHalf(OpenStore store, VolumeKey key) {
    remove(store, key, HALF + key);
  }

  /** Removes the record; none is removed already. */
  static void remove(OpenStore store, VolumeKey key) {
    remove(store, key, key.value());
  }

  private static void remove(OpenStore store, VolumeKey key, String file) {
    try (Descriptor folder = store.own(OpenStore.RECORDS)) {
      Files.deleteIfExists(folder.path().resolve(file));
      store.sync(folder);
    } catch (IOException failed) {
      throw StoreFailures.of("the record of volume " + key + " cannot be removed", failed);
    }
  }

  /** The keys of all volumes that have a record. */
  public static List<VolumeKey> all(OpenStore store) {
    return keys(store, "");
  }

  private static List<VolumeKey> keys(OpenStore store, String prefix) {
    List<VolumeKey> keys = new ArrayList<>();
    try (Descriptor folder = store.own(OpenStore.RECORDS);
        DirectoryStream<Path> files = Files.newDirectoryStream(folder.path())) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(prefix)) {
          VolumeKey.parse(name.substring(prefix.length())).ifPresent(keys::add);
        }
      }
      return keys;
    } catch (IOException failed) {
      throw new Failure.PreconditionFailed(
          "the records of root " + store + " cannot be listed", failed);
    }
  }
}
