package example.ebs.node.device;

import java.nio.file.Path;

/**
 * A block device that was proven to be a volume.
 *
 * @param node where it can be opened; real, with no symbolic link in it
 * @param readOnly whether the kernel refuses to write to it
 */
public record Device(Path node, DeviceNumber number, boolean readOnly) {}
