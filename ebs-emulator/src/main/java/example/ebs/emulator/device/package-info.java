/** Volumes as block devices: sparse files, loop devices and the folders of instances. */
@NullMarked
package example.ebs.emulator.device;

import org.jspecify.annotations.NullMarked;
