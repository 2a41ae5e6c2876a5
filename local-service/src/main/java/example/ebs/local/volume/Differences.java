package example.ebs.local.volume;

import example.ebs.csi.model.VolumeSize;
import example.ebs.local.model.Enforcement;
import example.ebs.local.store.EnforcedBy;
import example.ebs.local.store.Lifetime;
import example.ebs.local.store.VolumeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * In what a volume that is there is not the one that is wanted, in words.
 *
 * <p>Owner, group and permissions are set once and then its pods', and so not compared.
 */
final class Differences {
  private final List<String> words = new ArrayList<>();

  private Differences() {}

  static List<String> between(VolumeRecord found, WantedVolume wanted) {
    Differences differences = new Differences();
    VolumeRecord.Limit limit = found.limit();
    differences.compare("directory", wanted.directory(), found.directory());
    differences.compare("end", text(wanted.lifetime()), text(found.lifetime()));
    differences.compare("form", text(wanted.limit().form()), text(form(limit.by())));
    if (wanted.pod().isEmpty() || wanted.limit().size().isPresent()) {
      // A pod that names no size has the one that the administrator gave when it was made.
      differences.compare("size", text(wanted.limit().size()), text(limit.size()));
    }
    differences.compareEnforcement(wanted.limit(), limit);
    if (wanted.limit().filesystem().isPresent() && limit.filesystem().isPresent()) {
      differences.compare(
          "filesystem",
          wanted.limit().filesystem().get().kernelName(),
          limit.filesystem().get().kernelName());
    }
    return List.copyOf(differences.words);
  }

  private void compare(String what, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      words.add("its %s is to be %s, and is %s".formatted(what, wanted, found));
    }
  }

  /** How a directory is held to its size; the other forms are held by what they are. */
  private void compareEnforcement(WantedVolume.WantedLimit wanted, VolumeRecord.Limit found) {
    if (wanted.form() != WantedVolume.Form.DIRECTORY
        || form(found.by()) != WantedVolume.Form.DIRECTORY) {
      return;
    }
    boolean met =
        switch (wanted.enforcement()) {
          case AUTO -> found.by() != EnforcedBy.NONE || found.size().isEmpty();
          case QUOTA -> found.by() == EnforcedBy.QUOTA;
          case IMAGE -> found.by() == EnforcedBy.IMAGE;
          case NONE -> found.by() == EnforcedBy.NONE;
        };
    if (!met) {
      compare("enforce", text(wanted.enforcement()), found.by().toString());
    }
  }

  private static String text(Enforcement enforcement) {
    return enforcement == Enforcement.AUTO ? "auto (quota or image)" : enforcement.toString();
  }

  private static WantedVolume.Form form(EnforcedBy by) {
    return switch (by) {
      case NONE, QUOTA, IMAGE -> WantedVolume.Form.DIRECTORY;
      case MEMORY -> WantedVolume.Form.MEMORY;
      case DEVICE -> WantedVolume.Form.DEVICE;
    };
  }

  private static String text(WantedVolume.Form form) {
    return switch (form) {
      case DIRECTORY -> "a directory";
      case MEMORY -> "a tmpfs (medium: Memory)";
      case DEVICE -> "a raw device (volumeMode: Block)";
    };
  }

  private static String text(Lifetime lifetime) {
    return switch (lifetime) {
      case CLAIM -> "with its claim (hostPath)";
      case LAST_POD -> "with its last pod (emptyDir)";
      case POD -> "with its pod (inline)";
    };
  }

  private static String text(Optional<VolumeSize> size) {
    return size.map(VolumeSize::toString).orElse("any");
  }
}
