package example.ebs.linux.quota;

import example.ebs.linux.RootOnly;
import java.nio.file.Path;

/** On ext4. */
final class Ext4ProjectQuotaTest extends LinuxProjectQuotaContract {
  @Override
  String[] format(Path image) {
    RootOnly.requireTool("mkfs.ext4");
    return new String[] {
      "mkfs.ext4", "-q", "-O", "project,quota", "-E", "quotatype=prjquota", image.toString()
    };
  }
}
