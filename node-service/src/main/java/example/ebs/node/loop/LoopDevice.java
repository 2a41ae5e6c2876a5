package example.ebs.node.loop;

import example.ebs.node.device.Device;

/**
 * A file that is attached as a block device.
 *
 * @param device with a node that this process can open, also where {@code /dev} has none
 */
public record LoopDevice(Device device, BackingFile file) {}
