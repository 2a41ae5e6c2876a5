package example.ebs.local.limit;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.VolumeSize;
import example.ebs.linux.device.Device;
import example.ebs.linux.loop.Access;
import example.ebs.linux.loop.LoopDevice;
import example.ebs.linux.loop.LoopDevices;
import example.ebs.linux.system.Descriptor;
import example.ebs.linux.system.Errno;
import example.ebs.linux.system.SystemCallException;
import example.ebs.local.store.ImageName;
import example.ebs.local.store.OpenStore;
import example.ebs.local.store.Stage;
import example.ebs.local.store.StoreFailures;
import example.ebs.local.store.VolumeRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Sparse files that are attached as devices. */
public record VolumeImages(LoopDevices loops) {
  private static final int PRIVATE = 0600;

  /** Loop devices count in sectors. */
  private static final long SECTOR = 512;

  /**
   * The volume's device; its file is made for a volume that is only claimed, and never again.
   *
   * @throws Failure.PreconditionFailed when the file has gone
   */
  Device attach(OpenStore store, VolumeRecord volume) {
    if (volume.stage() instanceof Stage.Claimed) {
      make(store, volume);
    }
    Optional<Descriptor> found = open(store, volume);
    if (found.isEmpty()) {
      throw new Failure.PreconditionFailed(
          "the image of %s is not in root %s, where it was; put .images/%s back; if it is lost, delete what claims it"
              .formatted(volume, store, ImageName.of(volume.key())));
    }
    try (Descriptor file = found.get()) {
      return loops.attach(file, Access.READ_WRITE).device();
    }
  }

  /** The devices that the volume is attached as now. */
  public List<LoopDevice> attached(OpenStore store, VolumeRecord volume) {
    Optional<Descriptor> found = open(store, volume);
    if (found.isEmpty()) {
      return List.of();
    }
    try (Descriptor file = found.get()) {
      return loops.of(file);
    }
  }

  void detach(OpenStore store, VolumeRecord volume) {
    attached(store, volume).forEach(loops::detach);
  }

  private static Optional<Descriptor> open(OpenStore store, VolumeRecord volume) {
    try (Descriptor folder = store.images()) {
      return Optional.of(store.files().openAny(folder, ImageName.of(volume.key())));
    } catch (SystemCallException failed) {
      if (failed.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw StoreFailures.of("the image of " + volume, failed);
    }
  }

  private static void make(OpenStore store, VolumeRecord volume) {
    long length = length(volume.limit());
    try (Descriptor folder = store.images()) {
      makeFile(store, volume, folder);
      Path file = folder.path().resolve(ImageName.of(volume.key()));
      if (Files.size(file) != length) {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
          sparse.setLength(length);
        }
      }
    } catch (IOException failed) {
      throw StoreFailures.of("the image of " + volume + " cannot be made", failed);
    }
  }

  /** How long the file is: as long as was asked for, in whole sectors. */
  public static long length(VolumeRecord.Limit limit) {
    long asked = limit.size().map(VolumeSize::bytes).orElse(SECTOR);
    return Math.ceilDiv(asked, SECTOR) * SECTOR;
  }

  private static void makeFile(OpenStore store, VolumeRecord volume, Descriptor folder) {
    try {
      store.files().makeFile(folder, ImageName.of(volume.key()), PRIVATE);
    } catch (SystemCallException failed) {
      if (failed.errno() != Errno.EEXIST) {
        throw StoreFailures.of("the image of " + volume + " cannot be made", failed);
      }
    }
  }
}
