/** The other end of a CSI socket, for callers of this driver or of any other. */
@NullMarked
package example.ebs.csi.client;

import org.jspecify.annotations.NullMarked;
