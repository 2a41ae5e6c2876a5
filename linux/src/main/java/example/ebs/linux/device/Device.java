package example.ebs.linux.device;

import java.nio.file.Path;

/**
 * A block device that can be opened.
 *
 * @param node where it can be opened; real, with no symbolic link in it
 * @param readOnly whether the kernel refuses to write to it
 */
public record Device(Path node, DeviceNumber number, boolean readOnly) {}
