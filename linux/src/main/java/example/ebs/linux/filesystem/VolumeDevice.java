package example.ebs.linux.filesystem;

import example.ebs.linux.device.Device;

/**
 * A device, and the volume that it is.
 *
 * @param volume the name by which a format that was begun there is known again
 */
public record VolumeDevice(Device device, String volume) {}
