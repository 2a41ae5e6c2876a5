package example.ebs.provisioner;

import example.ebs.provisioner.loop.ReconcileLoop;
import java.util.List;

/** The loops of one kind of storage, besides that of the claims. */
interface StorageLoops {
  /** Begins to work; once. */
  void start();

  List<ReconcileLoop> all();
}
