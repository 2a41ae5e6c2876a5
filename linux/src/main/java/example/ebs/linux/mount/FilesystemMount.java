package example.ebs.linux.mount;

import java.nio.file.Path;

/**
 * A filesystem that is to be mounted.
 *
 * @param device its block device
 * @param type as the kernel names it
 */
public record FilesystemMount(Path device, String type, MountOptions options) {}
