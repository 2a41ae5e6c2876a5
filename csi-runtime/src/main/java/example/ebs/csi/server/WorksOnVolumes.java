package example.ebs.csi.server;

import example.ebs.csi.work.UnderWay;
import java.util.List;

/**
 * A service whose calls for a volume make system calls on its device or filesystem, which may hang
 * for ever. Served on a socket, each of them has a platform thread, and its caller is answered in
 * time whatever becomes of it.
 */
public interface WorksOnVolumes {
  /** What it does with volumes at this moment beside the calls, and what may hang as well. */
  default List<UnderWay> beside() {
    return List.of();
  }
}
