package example.ebs.linux.system;

import java.util.concurrent.Semaphore;

/**
 * Bounds what all walks of this process together keep open of folders that lie deep in each other.
 *
 * <p>Whoever uses a volume makes its folders as deep as he likes, and each level of a walk keeps
 * files open and memory; on a slow disk, a node's volumes are walked all at once. What is as deep
 * as people make folders is never refused, nor kept waiting by others that hang. Safe for use by
 * many threads.
 */
public final class DeepFolders {
  private static final int USUAL = 32;
  private static final DeepFolders OF_PROCESS = new DeepFolders(2_000);

  private final Semaphore deeper;

  /**
   * Creates a bound.
   *
   * @param deeper how many levels beyond the usual depth may be open at a time
   */
  public DeepFolders(int deeper) {
    this.deeper = new Semaphore(deeper);
  }

  /** The one for all walks of this process. */
  public static DeepFolders ofProcess() {
    return OF_PROCESS;
  }

  /** Whether a walk may open a folder at that depth; who may leaves it once with the same depth. */
  public boolean enters(int depth) {
    return depth <= USUAL || deeper.tryAcquire();
  }

  /** Gives back what was entered. */
  public void leave(int depth) {
    if (depth > USUAL) {
      deeper.release();
    }
  }
}
