package example.ebs.local.model;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a storage class of a local mode asks for, parsed from its parameters.
 *
 * @param kind where its volumes lie
 * @param maxSize the most that a claim may ask for; empty means any size
 * @param shared whether many pods of the node may write at the same time
 * @param filesystem of an image; empty means the node's choice
 */
public record LocalClassParameters(
    Kind kind,
    Enforcement enforcement,
    Optional<VolumeSize> maxSize,
    boolean shared,
    Optional<FilesystemType> filesystem) {
  private static final String MAX_SIZE = "maxSize";
  private static final String SHARED = "shared";
  private static final String FILESYSTEM = "csi.storage.k8s.io/fstype";
  static final List<String> KNOWN =
      List.of(
          Words.MODE,
          Words.ROOTS,
          Words.OWNER,
          Words.GROUP,
          Words.PERMISSIONS,
          MAX_SIZE,
          Words.ENFORCE,
          Words.PATH,
          Words.READ_ONLY,
          SHARED,
          Words.MEDIUM,
          FILESYSTEM);

  /** What a provisioner adds when it is told to pass metadata. */
  private static final List<String> METADATA =
      List.of(
          "csi.storage.k8s.io/pvc/name",
          "csi.storage.k8s.io/pvc/namespace",
          "csi.storage.k8s.io/pv/name");

  /** Where the volumes of a class lie. */
  public sealed interface Kind {}

  /** In directories that live as long as their claims. */
  public record HostPath(List<RootName> roots, DirectoryAccess access) implements Kind {
    public HostPath {
      roots = List.copyOf(roots);
    }
  }

  /** In one directory of somebody else's. */
  public record Existing(Path path, boolean readOnly) implements Kind {}

  /** In directories, or tmpfs, that live as long as the pods that have them. */
  public record EmptyDir(List<RootName> roots, DirectoryAccess access, boolean inMemory)
      implements Kind {
    public EmptyDir {
      roots = List.copyOf(roots);
    }
  }

  /** The mode that a class names; empty for one of EBS volumes, which may say {@code ebs}. */
  public static Optional<LocalMode> mode(Map<String, String> parameters) {
    return new Words("parameter", parameters)
        .text(Words.MODE)
        .filter(mode -> !mode.equals("ebs"))
        .flatMap(_ -> new Words("parameter", parameters).oneOf(Words.MODE, LocalMode.values()));
  }

  /**
   * Reads the parameters; the names of claim and volume that a provisioner adds are ignored.
   *
   * @throws Failure.InvalidRequest when a key is unknown or does not go with another, or a value
   *     cannot be read
   */
  public static LocalClassParameters parse(Map<String, String> parameters) {
    Words words = new Words("parameter", parameters);
    words.requireKnown(KNOWN);
    requireKnownPrefixed(words);
    Kind kind = kind(words);
    return new LocalClassParameters(
        kind, words.enforcement(), words.quantity(MAX_SIZE), words.flag(SHARED), filesystem(words));
  }

  /** Keys of Kubernetes' prefix that would do nothing here are no less wrong than others. */
  private static void requireKnownPrefixed(Words words) {
    for (String key : words.map().keySet()) {
      if (!KNOWN.contains(key) && !METADATA.contains(key)) {
        throw new Failure.InvalidRequest(
            "parameter %s means nothing to a local volume; leave it out".formatted(key));
      }
    }
  }

  private static Kind kind(Words words) {
    LocalMode mode =
        words
            .oneOf(Words.MODE, LocalMode.values())
            .orElseThrow(() -> words.refusal(Words.MODE, "hostPath or emptyDir"));
    return switch (mode) {
      case HOST_PATH -> {
        words.refuse("mode hostPath", Words.MEDIUM);
        yield words.path(Words.PATH).isPresent() ? existing(words) : hostPath(words);
      }
      case EMPTY_DIR -> {
        words.refuse("mode emptyDir", Words.PATH, Words.READ_ONLY);
        yield new EmptyDir(words.roots(Words.ROOTS), words.access(), inMemory(words));
      }
    };
  }

  private static Kind existing(Words words) {
    words.refuse(
        Words.PATH,
        Words.ROOTS,
        Words.OWNER,
        Words.GROUP,
        Words.PERMISSIONS,
        MAX_SIZE,
        Words.ENFORCE,
        FILESYSTEM);
    return new Existing(words.path(Words.PATH).orElseThrow(), words.flag(Words.READ_ONLY));
  }

  private static Kind hostPath(Words words) {
    words.refuse("a directory that is made, only with path", Words.READ_ONLY);
    return new HostPath(words.roots(Words.ROOTS), words.access());
  }

  private static boolean inMemory(Words words) {
    boolean memory = words.inMemory();
    if (memory) {
      words.refuse("medium Memory, which holds its size itself", Words.ENFORCE, FILESYSTEM);
    }
    return memory;
  }

  private static Optional<FilesystemType> filesystem(Words words) {
    return words.oneOf(FILESYSTEM, FilesystemType.values());
  }

  /**
   * Refuses a directory's size that the class's images cannot have; where only its node knows
   * whether there will be an image, the node refuses.
   *
   * @throws Failure.OutOfRange saying what would do
   */
  public void requireImageFor(VolumeSize size) {
    if (enforcement == Enforcement.IMAGE) {
      SmallestImage.require(filesystem.orElse(FilesystemType.EXT4), size, "the volume");
    }
  }

  /**
   * What the PersistentVolume of a claim is to tell its node.
   *
   * @throws Failure.OutOfRange when the claim asks for more than the class allows
   */
  public LocalVolumeContext context(DirectoryName directory, VolumeSize size) {
    if (maxSize.isPresent() && size.compareTo(maxSize.get()) > 0) {
      throw new Failure.OutOfRange(
          "%s were asked for, and the class allows %s (its parameter maxSize); ask for less"
              .formatted(size, maxSize.get()));
    }
    return switch (kind) {
      case HostPath made ->
          new LocalVolumeContext(
              new LocalVolumeContext.HostPath(
                  new NewDirectory(directory, made.roots(), made.access())),
              Optional.of(size),
              enforcement);
      case Existing existing ->
          new LocalVolumeContext(
              new LocalVolumeContext.Existing(existing.path(), existing.readOnly()),
              Optional.empty(),
              Enforcement.NONE);
      case EmptyDir made ->
          new LocalVolumeContext(
              new LocalVolumeContext.EmptyDir(
                  new NewDirectory(directory, made.roots(), made.access()), made.inMemory()),
              Optional.of(size),
              enforcement);
    };
  }
}
