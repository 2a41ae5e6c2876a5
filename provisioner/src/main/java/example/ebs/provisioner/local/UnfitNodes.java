package example.ebs.provisioner.local;

import example.ebs.provisioner.topology.Segment;
import io.fabric8.kubernetes.api.model.storage.StorageClass;

/** What must be told when a node that the scheduler chose will not do, or does again. */
public interface UnfitNodes {
  /** Where nobody asks before a pod is placed. */
  UnfitNodes UNTOLD =
      new UnfitNodes() {
        @Override
        public void unfit(StorageClass storageClass, Segment node) {}

        @Override
        public void fit(Segment node) {}
      };

  /** For a while the class has no place on the node. */
  void unfit(StorageClass storageClass, Segment node);

  /** Why it had none may not hold any more, for any class. */
  void fit(Segment node);
}
