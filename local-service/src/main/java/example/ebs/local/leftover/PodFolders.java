package example.ebs.local.leftover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kubelet's own folders of pods, which it keeps until their volumes are unmounted.
 *
 * @param folder {@code pods} beneath the kubelet's
 */
public record PodFolders(Path folder) {
  private static final Logger LOG = LoggerFactory.getLogger(PodFolders.class);

  /** Whether the kubelet certainly has none of that pod; in doubt it has one. */
  boolean lack(String uid) {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isMissing(folder.resolve(uid));
  }

  private static boolean isMissing(Path pod) {
    try {
      var _ = Files.readAttributes(pod, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return false;
    } catch (NoSuchFileException _) {
      LOG.debug("the kubelet has no folder {}", pod);
      return true;
    } catch (IOException unreadable) {
      LOG.warn("the kubelet's folder {} cannot be looked at: {}", pod, unreadable.getMessage());
      return false;
    }
  }
}
