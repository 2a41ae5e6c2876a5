package example.ebs.linux.loop;

import example.ebs.linux.device.Device;

/**
 * A file that is attached as a block device.
 *
 * @param device with a node that this process can open, also where {@code /dev} has none
 */
public record LoopDevice(Device device, BackingFile file) {}
