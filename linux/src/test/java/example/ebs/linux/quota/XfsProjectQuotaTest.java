package example.ebs.linux.quota;

import example.ebs.linux.RootOnly;
import java.nio.file.Path;

/** On xfs. */
final class XfsProjectQuotaTest extends LinuxProjectQuotaContract {
  @Override
  String[] format(Path image) {
    RootOnly.requireTool("mkfs.xfs");
    return new String[] {"mkfs.xfs", "-q", image.toString()};
  }
}
