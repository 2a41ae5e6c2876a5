package example.ebs.node.device;

/**
 * What may tell which volume a device is, where it has no NVMe serial. None is as good as a serial,
 * so each counts only where the administrator says so.
 */
public enum Evidence {
  /**
   * The name of the file behind a loop device, as EC2 emulators attach volumes. Whoever may set up
   * loop devices can call a file so.
   */
  LOOP_FILE,

  /**
   * The name under which EC2 attached it, for the disks of Xen instances: they tell nothing else of
   * the volume behind them. A name that was given to one volume and then to another can be told of
   * too late.
   */
  ATTACHMENT_NAME
}
