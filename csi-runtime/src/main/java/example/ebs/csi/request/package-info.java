/** What every RPC demands of its fields before any of them is looked up. */
@NullMarked
package example.ebs.csi.request;

import org.jspecify.annotations.NullMarked;
