package example.ebs.command.bench;

import example.ebs.command.demo.DemoClaim;
import example.ebs.command.demo.DemoCluster;
import example.ebs.command.demo.DemoNode;
import example.ebs.command.demo.DemoVolume;
import java.util.Map;

/**
 * A volume that is attached to the measured machine, and the node calls for it.
 *
 * @param context what the controller said to the node
 */
record AttachedVolume(DemoNode node, DemoVolume volume, Map<String, String> context) {
  private static final long GIBIBYTES = 1;

  static AttachedVolume create(DemoCluster cluster, DemoNode node, int number) {
    DemoClaim claim = new DemoClaim("pvc-bench-" + number, GIBIBYTES, "ext4");
    DemoVolume volume = DemoVolume.create(cluster, node, claim);
    return new AttachedVolume(node, volume, volume.attach(node));
  }

  void stage() {
    volume.stage(node, context);
  }

  void unstage() {
    volume.unstage(node);
  }

  void publish() {
    var _ = volume.publish(node, context);
  }

  void unpublish() {
    volume.unpublish(node);
  }
}
