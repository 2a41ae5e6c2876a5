/** Health and metrics over HTTP. */
@NullMarked
package example.ebs.csi.http;

import org.jspecify.annotations.NullMarked;
