package example.ebs.local.store;

/** When a volume ends. */
public enum Lifetime {
  /** When its PersistentVolume is deleted. */
  CLAIM,
  /** When the last pod of this node is done with it; the next one has it anew. */
  LAST_POD,
  /** With the one pod that declared it. */
  POD
}
