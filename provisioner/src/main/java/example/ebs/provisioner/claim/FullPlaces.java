package example.ebs.provisioner.claim;

import example.ebs.provisioner.topology.Requirement;
import io.fabric8.kubernetes.api.model.storage.StorageClass;

/** What must be told when a place turns out to be full. */
@FunctionalInterface
public interface FullPlaces {
  void mark(StorageClass storageClass, Requirement tried);
}
