/** The CSI driver that the loops drive: any driver, over any channel. */
@NullMarked
package example.ebs.provisioner.csi;

import org.jspecify.annotations.NullMarked;
