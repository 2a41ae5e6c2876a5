/** How a driver makes itself known to the kubelet of its machine. */
@NullMarked
package example.ebs.csi.registration;

import org.jspecify.annotations.NullMarked;
