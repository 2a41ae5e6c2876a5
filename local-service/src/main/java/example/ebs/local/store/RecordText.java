package example.ebs.local.store;

import example.ebs.csi.failure.Failure;
import example.ebs.csi.model.FilesystemType;
import example.ebs.csi.model.VolumeSize;
import example.ebs.local.model.DirectoryName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record as lines of text. What is read back must be exactly what was written: a record says what
 * may be deleted, so that a damaged one is refused and never guessed at.
 */
final class RecordText {
  private static final String FIRST = "ebs.example local volume 1";
  private static final String LAST = "end";
  private static final String KEY = "key";
  private static final String DIRECTORY = "directory";
  private static final String LIFETIME = "lifetime";
  private static final String ENFORCED_BY = "enforcedBy";
  private static final String SIZE = "size";
  private static final String FILESYSTEM = "filesystem";
  private static final String STAGE = "stage";
  private static final String POD = "pod";
  private static final String CLAIMED = "claimed ";
  private static final String READY = "ready";
  private static final String REMOVING = "removing ";

  private RecordText() {}

  static String write(VolumeRecord volume) {
    List<String> lines = new ArrayList<>(List.of(FIRST));
    lines.add(KEY + "=" + volume.key());
    lines.add(DIRECTORY + "=" + volume.path());
    lines.add(LIFETIME + "=" + volume.lifetime());
    lines.add(ENFORCED_BY + "=" + volume.limit().by());
    volume.limit().size().ifPresent(size -> lines.add(SIZE + "=" + size.bytes()));
    volume.limit().filesystem().ifPresent(type -> lines.add(FILESYSTEM + "=" + type.kernelName()));
    lines.add(STAGE + "=" + stage(volume.stage()));
    volume
        .pod()
        .ifPresent(
            pod -> lines.add(POD + "=" + pod.uid() + "/" + pod.namespace() + "/" + pod.name()));
    lines.add(LAST);
    return String.join("\n", lines) + "\n";
  }

  private static String stage(Stage stage) {
    return switch (stage) {
      case Stage.Claimed claimed -> CLAIMED + claimed.inode();
      case Stage.Ready _ -> READY;
      case Stage.Removing removing -> REMOVING + removing.inode();
    };
  }

  /**
   * Reads a record.
   *
   * @param key under which it was found
   * @throws Failure.Internal when it is not what this class wrote for that volume
   */
  static VolumeRecord read(VolumeKey key, String text) {
    try {
      VolumeRecord volume = parse(text);
      if (volume.key().equals(key) && write(volume).equals(text)) {
        return volume;
      }
    } catch (IllegalArgumentException damaged) {
      throw damaged(key, damaged);
    }
    throw damaged(key, new IllegalArgumentException("it is written otherwise"));
  }

  private static VolumeRecord parse(String text) {
    Map<String, String> values = values(text);
    return new VolumeRecord(
        new VolumeKey(value(values, KEY)),
        directory(value(values, DIRECTORY)),
        Lifetime.valueOf(value(values, LIFETIME)),
        new VolumeRecord.Limit(
            enforcedBy(value(values, ENFORCED_BY)),
            Optional.ofNullable(values.get(SIZE)).map(RecordText::size),
            Optional.ofNullable(values.get(FILESYSTEM)).map(RecordText::filesystem)),
        stage(value(values, STAGE)),
        Optional.ofNullable(values.get(POD)).map(RecordText::pod));
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return values;
  }

  private static String value(Map<String, String> values, String key) {
    return Optional.ofNullable(values.get(key))
        .orElseThrow(() -> new IllegalArgumentException(key + " is missing"));
  }

  private static List<String> directory(String text) {
    List<String> names = Arrays.asList(text.split("/", -1));
    if (names.size() > 2) {
      throw new IllegalArgumentException("a directory has one or two names");
    }
    return names.stream().map(name -> new DirectoryName(name).value()).toList();
  }

  private static EnforcedBy enforcedBy(String text) {
    return Arrays.stream(EnforcedBy.values())
        .filter(by -> by.toString().equals(text))
        .findAny()
        .orElseThrow(() -> new IllegalArgumentException("nothing enforces by " + text));
  }

  private static VolumeSize size(String text) {
    return new VolumeSize(Long.parseLong(text));
  }

  private static FilesystemType filesystem(String text) {
    return FilesystemType.named(text)
        .orElseThrow(() -> new IllegalArgumentException("no filesystem is named " + text));
  }

  private static Stage stage(String text) {
    if (text.equals(READY)) {
      return new Stage.Ready();
    }
    if (text.startsWith(CLAIMED)) {
      return new Stage.Claimed(Long.parseLong(text.substring(CLAIMED.length())));
    }
    if (text.startsWith(REMOVING)) {
      return new Stage.Removing(Long.parseLong(text.substring(REMOVING.length())));
    }
    throw new IllegalArgumentException("no stage is named " + text);
  }

  private static PodReference pod(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a pod has a uid, a namespace and a name");
    }
    return new PodReference(parts[0], parts[1], parts[2]);
  }

  private static Failure damaged(VolumeKey key, IllegalArgumentException reason) {
    return new Failure.Internal(
        "the record of volume %s is damaged (%s), and nothing is done on doubt; look at its directory, then repair or remove the record in .records by hand"
            .formatted(key, reason.getMessage()),
        reason);
  }
}
