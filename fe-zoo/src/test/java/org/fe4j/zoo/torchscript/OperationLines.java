package org.fe4j.zoo.torchscript;

import com.google.common.collect.ImmutableMap;
import org.fe4j.zoo.graph.ActivationFunction;

/**
 * What is written for each case of {@link org.fe4j.zoo.graph.OperationCases}: its name, then the
 * lines. Input and result are called x, values between y, z, z1.
 */
final class OperationLines {
  private static final String OPERATIONS =
      """
      convolution:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [2, 2], [1, 1], [1, 1], 1)
      oblong convolution without bias:
        x = torch.conv2d(x, self.conv_weight, None, [3, 3], [0, 3], [1, 1], 1)
      dilated convolution in groups:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [2, 2], [2, 2], 2)
      depthwise convolution:
        x = torch.conv2d(x, self.conv_weight, None, [1, 1], [1, 1], [1, 1], 6)
      division by the norm, of rows of zeros too:
        y = torch.constant_pad_nd(x, [0, 0, 0, 2], 0.)
        z = torch.linalg_vector_norm(y, 2, [-1], True)
        z1 = torch.clamp_min(z, 1.0E-12)
        x = torch.div(y, z1)
      softmax:
        x = torch.softmax(x, -1)
      softmax along channels of a map:
        y = torch.permute(x, [0, 2, 3, 1])
        x = torch.softmax(y, -1)
      batch normalisation:
        x = torch.batch_norm(x, self.bn_weight, self.bn_bias, self.bn_running_mean, \
      self.bn_running_var, False, 0., 0.001, False)
      global response normalisation:
        y = torch.linalg_vector_norm(x, 2, [2, 3], True)
        z = torch.mean(y, [1], True)
        z1 = torch.add(z, 0.5)
        z2 = torch.div(y, z1)
        z3 = torch.reshape(self.grn_gamma, [-1, 1, 1])
        z4 = torch.mul(z2, z3)
        z5 = torch.reshape(self.grn_beta, [-1, 1, 1])
        z6 = torch.add(z4, 1)
        x = torch.addcmul(z5, x, z6)
      sum of two values:
        y = torch.relu(x)
        x = torch.add(y, x)
      product of two values:
        y = torch.relu(x)
        x = torch.mul(y, x)
      channels weighed by a value:
        y = torch.adaptive_avg_pool2d(x, [1, 1])
        x = torch.mul(x, y)
      channels scaled by a parameter:
        y = torch.reshape(self.layer_scale, [-1, 1, 1])
        x = torch.mul(x, y)
      concatenation of channels:
        y = torch.relu(x)
        x = torch.cat([x, y, x], 1)
      maximum:
        x = torch.max_pool2d(x, [3, 3], [2, 2], [1, 1], [1, 1], False)
      maximum rounded up:
        x = torch.max_pool2d(x, [3, 3], [2, 2], [0, 0], [1, 1], True)
      maximum rounded up whose last window would start in the padding:
        x = torch.max_pool2d(x, [2, 2], [3, 3], [1, 1], [1, 1], True)
      average with padding that counts:
        x = torch.avg_pool2d(x, [3, 3], [2, 2], [1, 1], False, True, None)
      average rounded up:
        x = torch.avg_pool2d(x, [3, 3], [2, 2], [1, 1], True, True, None)
      adaptive average to fewer, more and as many windows:
        y = torch.adaptive_avg_pool2d(x, [7, 7])
        z = torch.adaptive_avg_pool2d(x, [3, 16])
        z1 = torch.adaptive_avg_pool2d(z, [7, 7])
        x = torch.cat([y, z1], 1)
      spatial mean:
        x = torch.mean(x, [2, 3])
      map to tokens:
        y = torch.reshape(x, [-1, 6, 88])
        x = torch.permute(y, [0, 2, 1])
      layer normalisation:
        x = torch.layer_norm(x, [3], self.ln_weight, self.ln_bias, 1.0E-6, False)
      linear:
        x = torch.linear(x, self.fc_weight, self.fc_bias)
      channels of tokens scaled by a parameter:
        x = torch.mul(x, self.gamma)
      linear without bias:
        x = torch.linear(x, self.proj, None)
      sum with a parameter:
        x = torch.add(x, self.pos)
      sum with a parameter of another shape:
        y = torch.reshape(self.pos, [1, 88, 3])
        x = torch.add(x, y)
      learned tokens:
        y = torch.reshape(self.reg, [1, 2, 3])
        z = torch.size(x, 0)
        z1 = torch.expand(y, [z, -1, -1])
        x = torch.cat([x, z1], 1)
      slices along positive and negative axes:
        y = torch.slice(x, 2, 1, 3)
        z = torch.slice(x, -1, 0, 1)
        x = torch.cat([y, z], -1)
      one token:
        y = torch.slice(x, 1, 4, 5)
        x = torch.reshape(y, [-1, 3])
      zeros behind the ends:
        x = torch.constant_pad_nd(x, [0, 1, 0, 3, 0, 0], 0.)
      cyclic shift:
        x = torch.roll(x, [-3, -3], [2, 3])
      shuffle of channels:
        y = torch.reshape(x, [-1, 2, 3, 11, 8])
        x = torch.permute(y, [0, 2, 1, 3, 4])
      attention:
        y = torch.slice(x, 1, 5, 9)
        z = torch.linear(y, self.q_weight, self.q_bias)
        z1 = torch.linear(x, self.k_weight, self.k_bias)
        z2 = torch.linear(x, self.v_weight, self.v_bias)
        z3 = torch.reshape(z, [-1, 4, 2, 4])
        z4 = torch.transpose(z3, -3, -2)
        z5 = torch.reshape(z1, [-1, 88, 2, 4])
        z6 = torch.transpose(z5, -3, -2)
        z7 = torch.reshape(z2, [-1, 88, 2, 4])
        z8 = torch.transpose(z7, -3, -2)
        z9 = torch.scaled_dot_product_attention(z4, z6, z8)
        z10 = torch.transpose(z9, -3, -2)
        x = torch.reshape(z10, [-1, 4, 8])
      attention in windows with a factor and a bias for all of them:
        y = torch.reshape(x, [-1, 8, 11, 3])
        z = torch.reshape(y, [-1, 11, 3, 1])
        z1 = torch.transpose(z, -3, -2)
        z2 = torch.reshape(y, [-1, 11, 3, 1])
        z3 = torch.transpose(z2, -3, -2)
        z4 = torch.reshape(y, [-1, 11, 3, 1])
        z5 = torch.transpose(z4, -3, -2)
        z6 = torch.reshape(self.bias, [1, 3, 11, 11])
        z7 = torch.scaled_dot_product_attention(z1, z3, z5, z6, scale=0.25)
        z8 = torch.transpose(z7, -3, -2)
        x = torch.reshape(z8, [-1, 8, 11, 3])
      attention in windows by cosines with a bias for each:
        y = torch.linear(x, self.wide_weight, self.wide_bias)
        z = torch.reshape(y, [-1, 8, 11, 6])
        z1 = torch.reshape(z, [-1, 8, 11, 3, 2])
        z2 = torch.transpose(z1, -3, -2)
        z3 = torch.reshape(z, [-1, 8, 11, 3, 2])
        z4 = torch.transpose(z3, -3, -2)
        z5 = torch.reshape(z, [-1, 8, 11, 3, 2])
        z6 = torch.transpose(z5, -3, -2)
        z7 = torch.reshape(self.scale, [-1, 1, 1])
        z8 = torch.linalg_vector_norm(z2, 2, [-1], True)
        z9 = torch.clamp_min(z8, 1e-12)
        z10 = torch.div(z2, z9)
        z11 = torch.mul(z10, z7)
        z12 = torch.linalg_vector_norm(z4, 2, [-1], True)
        z13 = torch.clamp_min(z12, 1e-12)
        z14 = torch.div(z4, z13)
        z15 = torch.reshape(self.bias, [1, 8, 3, 11, 11])
        z16 = torch.scaled_dot_product_attention(z11, z14, z6, z15, scale=1.0)
        z17 = torch.transpose(z16, -3, -2)
        x = torch.reshape(z17, [-1, 8, 11, 6])
      """;

  private static final String LAYOUTS =
      """
      channels merged with columns after a permutation:
        y = torch.permute(x, [0, 2, 1, 3])
        x = torch.reshape(y, [-1, 11, 48])
      columns merged with channels across the rows:
        y = torch.permute(x, [0, 3, 1, 2])
        x = torch.reshape(y, [-1, 48, 11])
      rows split, permuted and merged again:
        y = torch.reshape(x, [-1, 6, 11, 2, 4])
        z = torch.permute(y, [0, 1, 3, 2, 4])
        x = torch.reshape(z, [-1, 12, 44])
      a map in one row, channels first:
        y = torch.slice(x, 2, 0, 2)
        z = torch.reshape(y, [-1, 96])
        x = torch.linear(z, self.fc_weight, self.fc_bias)
      a map in one row, channels last:
        y = torch.slice(x, 2, 0, 2)
        z = torch.permute(y, [0, 2, 3, 1])
        z1 = torch.reshape(z, [-1, 96])
        x = torch.linear(z1, self.fc_weight, self.fc_bias)
      a map seen as another map:
        y = torch.reshape(x, [-1, 12, 11, 4])
        x = torch.conv2d(y, self.conv_weight, self.conv_bias, [1, 1], [0, 0], [1, 1], 1)
      tokens made a map again:
        y = torch.reshape(x, [-1, 6, 88])
        z = torch.permute(y, [0, 2, 1])
        z1 = torch.permute(z, [0, 2, 1])
        z2 = torch.reshape(z1, [-1, 6, 11, 8])
        x = torch.conv2d(z2, self.conv_weight, self.conv_bias, [1, 1], [0, 0], [1, 1], 1)
      sum of a value and its permutation:
        y = torch.slice(x, 2, 2, 10)
        z = torch.slice(x, 2, 2, 10)
        z1 = torch.permute(z, [0, 1, 3, 2])
        x = torch.add(y, z1)
      sum of a permutation and its value:
        y = torch.slice(x, 2, 2, 10)
        z = torch.permute(y, [0, 1, 3, 2])
        z1 = torch.slice(x, 2, 2, 10)
        x = torch.add(z, z1)
      product of a value and its permutation:
        y = torch.slice(x, 2, 2, 10)
        z = torch.slice(x, 2, 2, 10)
        z1 = torch.permute(z, [0, 1, 3, 2])
        x = torch.mul(y, z1)
      permuted map weighed by a value for each channel:
        y = torch.permute(x, [0, 2, 3, 1])
        z = torch.adaptive_avg_pool2d(x, [1, 1])
        z1 = torch.permute(z, [0, 2, 3, 1])
        x = torch.mul(y, z1)
      map weighed by a value for each row:
        y = torch.mean(x, [1, 3])
        z = torch.reshape(y, [-1, 1, 11, 1])
        x = torch.mul(x, z)
      map weighed by a value for each position:
        y = torch.mean(x, [1])
        z = torch.reshape(y, [-1, 1, 11, 8])
        x = torch.mul(x, z)
      concatenation of values with different orders of axes:
        y = torch.slice(x, 2, 2, 10)
        z = torch.slice(x, 2, 2, 10)
        z1 = torch.permute(z, [0, 1, 3, 2])
        x = torch.cat([y, z1], 1)
      concatenation of columns, a permutation first:
        y = torch.slice(x, 2, 2, 10)
        z = torch.permute(y, [0, 1, 3, 2])
        z1 = torch.slice(x, 2, 2, 10)
        x = torch.cat([z, z1], -1)
      concatenation of one:
        x = torch.cat([x], 1)
      residual sum behind a reshape that moves nothing:
        y = torch.reshape(x, [-1, 6, 88])
        z = torch.permute(y, [0, 2, 1])
        z1 = torch.linear(z, self.fc_weight, self.fc_bias)
        x = torch.add(z1, z)
      layer normalisation over the channels of a permuted map:
        y = torch.permute(x, [0, 2, 3, 1])
        z = torch.layer_norm(y, [6], self.ln_weight, self.ln_bias, 1.0E-6, False)
        x = torch.permute(z, [0, 3, 1, 2])
      layer normalisation over the columns of a map:
        x = torch.layer_norm(x, [8], self.ln_weight, self.ln_bias, 1.0E-6, False)
      global response normalisation between linear layers, as in ConvNeXt V2:
        y = torch.permute(x, [0, 2, 3, 1])
        z = torch.linear(y, self.pwconv1_weight, self.pwconv1_bias)
        z1 = torch.gelu(z)
        z2 = torch.permute(z1, [0, 3, 1, 2])
        z3 = torch.linalg_vector_norm(z2, 2, [2, 3], True)
        z4 = torch.mean(z3, [1], True)
        z5 = torch.add(z4, 1.0E-6)
        z6 = torch.div(z3, z5)
        z7 = torch.reshape(self.grn_gamma, [-1, 1, 1])
        z8 = torch.mul(z6, z7)
        z9 = torch.reshape(self.grn_beta, [-1, 1, 1])
        z10 = torch.add(z8, 1)
        z11 = torch.addcmul(z9, z2, z10)
        z12 = torch.permute(z11, [0, 2, 3, 1])
        x = torch.linear(z12, self.pwconv2_weight, self.pwconv2_bias)
      global response normalisation of a map whose rows and columns are exchanged:
        y = torch.permute(x, [0, 1, 3, 2])
        z = torch.linalg_vector_norm(y, 2, [2, 3], True)
        z1 = torch.mean(z, [1], True)
        z2 = torch.add(z1, 1.0E-6)
        z3 = torch.div(z, z2)
        z4 = torch.reshape(self.grn_gamma, [-1, 1, 1])
        z5 = torch.mul(z3, z4)
        z6 = torch.reshape(self.grn_beta, [-1, 1, 1])
        z7 = torch.add(z5, 1)
        x = torch.addcmul(z6, y, z7)
      linear over the channels of a permuted map:
        y = torch.permute(x, [0, 2, 3, 1])
        x = torch.linear(y, self.fc_weight, self.fc_bias)
      linear over the columns of a map:
        x = torch.linear(x, self.fc_weight, self.fc_bias)
      rows of a map scaled by a parameter:
        y = torch.reshape(self.gamma, [-1, 1])
        x = torch.mul(x, y)
      channels of a permuted map scaled by a parameter:
        y = torch.permute(x, [0, 2, 3, 1])
        x = torch.mul(y, self.gamma)
      slice of a permuted map:
        y = torch.permute(x, [0, 3, 1, 2])
        x = torch.slice(y, -2, 1, 4)
      mean over the channels:
        x = torch.mean(x, [1])
      mean over the rows of a permuted map:
        y = torch.permute(x, [0, 3, 2, 1])
        x = torch.mean(y, [2])
      mean over tokens:
        x = torch.mean(x, [1])
      zeros behind the ends of a permuted map:
        y = torch.permute(x, [0, 2, 3, 1])
        x = torch.constant_pad_nd(y, [0, 1, 0, 0, 0, 3], 0.)
      cyclic shift of a permuted map:
        y = torch.permute(x, [0, 2, 3, 1])
        x = torch.roll(y, [2, 2], [1, 2])
      windows of a map, attention in them, and back:
        y = torch.slice(x, 2, 2, 10)
        z = torch.permute(y, [0, 2, 3, 1])
        z1 = torch.reshape(z, [-1, 2, 4, 2, 4, 6])
        z2 = torch.permute(z1, [0, 1, 3, 2, 4, 5])
        z3 = torch.reshape(z2, [-1, 4, 16, 6])
        z4 = torch.reshape(z3, [-1, 16, 2, 3])
        z5 = torch.transpose(z4, -3, -2)
        z6 = torch.reshape(z3, [-1, 16, 2, 3])
        z7 = torch.transpose(z6, -3, -2)
        z8 = torch.reshape(z3, [-1, 16, 2, 3])
        z9 = torch.transpose(z8, -3, -2)
        z10 = torch.scaled_dot_product_attention(z5, z7, z9)
        z11 = torch.transpose(z10, -3, -2)
        z12 = torch.reshape(z11, [-1, 4, 16, 6])
        z13 = torch.reshape(z12, [-1, 2, 2, 4, 4, 6])
        z14 = torch.permute(z13, [0, 1, 3, 2, 4, 5])
        z15 = torch.reshape(z14, [-1, 8, 8, 6])
        x = torch.permute(z15, [0, 3, 1, 2])
      grid of a map, attention over it, and back:
        y = torch.slice(x, 2, 2, 10)
        z = torch.reshape(y, [-1, 6, 4, 2, 4, 2])
        z1 = torch.permute(z, [0, 3, 5, 2, 4, 1])
        z2 = torch.reshape(z1, [-1, 4, 16, 6])
        z3 = torch.reshape(z2, [-1, 16, 3, 2])
        z4 = torch.transpose(z3, -3, -2)
        z5 = torch.reshape(z2, [-1, 16, 3, 2])
        z6 = torch.transpose(z5, -3, -2)
        z7 = torch.reshape(z2, [-1, 16, 3, 2])
        z8 = torch.transpose(z7, -3, -2)
        z9 = torch.scaled_dot_product_attention(z4, z6, z8)
        z10 = torch.transpose(z9, -3, -2)
        z11 = torch.reshape(z10, [-1, 4, 16, 6])
        z12 = torch.reshape(z11, [-1, 2, 2, 4, 4, 6])
        z13 = torch.permute(z12, [0, 5, 3, 1, 4, 2])
        x = torch.reshape(z13, [-1, 6, 8, 8])
      attention of one learned token:
        y = torch.reshape(self.probe, [1, 1, 3])
        z = torch.size(x, 0)
        z1 = torch.expand(y, [z, -1, -1])
        z2 = torch.reshape(z1, [-1, 1, 1, 3])
        z3 = torch.transpose(z2, -3, -2)
        z4 = torch.reshape(x, [-1, 88, 1, 3])
        z5 = torch.transpose(z4, -3, -2)
        z6 = torch.reshape(x, [-1, 88, 1, 3])
        z7 = torch.transpose(z6, -3, -2)
        z8 = torch.scaled_dot_product_attention(z3, z5, z7)
        z9 = torch.transpose(z8, -3, -2)
        x = torch.reshape(z9, [-1, 1, 3])
      maximum with padding, rounded up:
        x = torch.max_pool2d(x, [3, 3], [2, 2], [1, 1], [1, 1], True)
      maximum over oblong windows:
        x = torch.max_pool2d(x, [3, 1], [1, 1], [1, 0], [1, 1], False)
      average without padding, rounded up:
        x = torch.avg_pool2d(x, [3, 3], [2, 2], [0, 0], True, True, None)
      average rounded up whose last window would start in the padding:
        x = torch.avg_pool2d(x, [2, 2], [3, 3], [1, 1], True, True, None)
      average with padding that keeps the size:
        x = torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1], False, True, None)
      adaptive average to the size it has:
        x = torch.adaptive_avg_pool2d(x, [11, 8])
      adaptive average to one row:
        x = torch.adaptive_avg_pool2d(x, [1, 5])
      adaptive average of a permuted map:
        y = torch.permute(x, [0, 2, 1, 3])
        x = torch.adaptive_avg_pool2d(y, [4, 3])
      convolution that leaves the last row out:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [2, 2], [0, 0], [1, 1], 1)
      convolution whose padding is not the same on both sides:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [2, 2], [3, 3], [1, 1], 1)
      convolution of single pixels with stride and padding:
        y = torch.constant_pad_nd(x, [1, 1, 1, 1], 0.)
        x = torch.conv2d(y, self.conv_weight, self.conv_bias, [2, 2], [0, 0], [1, 1], 1)
      convolution with windows that lie in the padding:
        y = torch.slice(x, 3, 0, 3)
        z = torch.constant_pad_nd(y, [1, 1, 1, 1], 0.)
        x = torch.conv2d(z, self.conv_weight, self.conv_bias, [4, 4], [0, 0], [1, 1], 1)
      zeros behind channels, rows and columns, then a convolution:
        y = torch.constant_pad_nd(x, [0, 1, 0, 2, 0, 1], 0.)
        x = torch.conv2d(y, self.conv_weight, self.conv_bias, [1, 1], [0, 0], [1, 1], 1)
      zeros behind the channels, as many as there are, then a convolution in groups:
        y = torch.constant_pad_nd(x, [0, 0, 0, 0, 0, 6], 0.)
        x = torch.conv2d(y, self.conv_weight, None, [1, 1], [0, 0], [1, 1], 2)
      convolution with an even kernel that pads more than it needs:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [2, 2], [1, 1], 1)
      depthwise convolution with stride, padding and bias:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [2, 2], [1, 1], [1, 1], 6)
      depthwise convolution with padding on both sides and bias:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [2, 2], [1, 1], 6)
      dilated depthwise convolution with bias:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [2, 2], [2, 2], 6)
      depthwise convolution with bias, then a sum:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 6)
        x = torch.add(y, x)
      a sum, then depthwise convolution with bias as its second value:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 6)
        x = torch.add(x, y)
      sum of two depthwise convolutions with bias:
        y = torch.conv2d(x, self.conv1_weight, self.conv1_bias, [1, 1], [1, 1], [1, 1], 6)
        z = torch.conv2d(x, self.conv2_weight, self.conv2_bias, [1, 1], [2, 2], [1, 1], 6)
        x = torch.add(y, z)
      two outputs for each channel with stride and bias:
        x = torch.conv2d(x, self.conv_weight, self.conv_bias, [2, 2], [1, 1], [1, 1], 6)
      convolution in groups with bias, then relu:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 2)
        x = torch.relu(y)
      convolution in groups with bias, then a sum and relu:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 3)
        z = torch.add(y, x)
        x = torch.relu(z)
      convolution in groups with stride, without bias:
        x = torch.conv2d(x, self.conv_weight, None, [2, 2], [1, 1], [1, 1], 3)
      sum of a map with a parameter:
        y = torch.reshape(self.pos, [1, 6, 11, 8])
        x = torch.add(x, y)
      sum of a permuted map with a parameter:
        y = torch.permute(x, [0, 2, 3, 1])
        x = torch.add(y, self.pos)
      one parameter in two shapes and orders:
        y = torch.reshape(self.pos, [1, 6, 11, 8])
        z = torch.add(x, y)
        z1 = torch.reshape(z, [-1, 6, 88])
        z2 = torch.permute(z1, [0, 2, 1])
        z3 = torch.reshape(x, [-1, 6, 88])
        z4 = torch.permute(z3, [0, 2, 1])
        z5 = torch.reshape(self.pos, [1, 88, 6])
        z6 = torch.add(z4, z5)
        x = torch.add(z2, z6)
      one weight for two convolutions:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 1)
        x = torch.conv2d(y, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 1)
      learned value joined to a map:
        y = torch.reshape(self.row, [1, 6, 1, 8])
        z = torch.size(x, 0)
        z1 = torch.expand(y, [z, -1, -1, -1])
        x = torch.cat([x, z1, x], 2)
      """;

  private static final String FUSIONS =
      """
      convolution, then a sum:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [0, 0], [1, 1], 1)
        x = torch.add(y, x)
      convolution, then a sum as its second value and relu:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [0, 0], [1, 1], 1)
        z = torch.add(x, y)
        x = torch.relu(z)
      sum of two convolutions:
        y = torch.conv2d(x, self.conv1_weight, self.conv1_bias, [1, 1], [0, 0], [1, 1], 1)
        z = torch.conv2d(x, self.conv2_weight, self.conv2_bias, [1, 1], [1, 1], [1, 1], 1)
        x = torch.add(y, z)
      sum of a convolution with itself:
        y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [0, 0], [1, 1], 1)
        x = torch.add(y, y)
      convolution without bias, then batch normalisation and relu:
        y = torch.conv2d(x, self.conv_weight, None, [1, 1], [0, 0], [1, 1], 1)
        z = torch.batch_norm(y, self.bn_weight, self.bn_bias, self.bn_running_mean, \
      self.bn_running_var, False, 0., 0.001, False)
        x = torch.relu(z)
      linear, then a sum:
        y = torch.linear(x, self.fc_weight, self.fc_bias)
        x = torch.add(y, x)
      linear without bias, then a sum:
        y = torch.linear(x, self.fc_weight, None)
        x = torch.add(y, x)
      """;

  private OperationLines() {}

  /** Returns the lines, each with its end, by the name of the case. */
  static ImmutableMap<String, String> all() {
    ImmutableMap.Builder<String, String> lines = ImmutableMap.builder();
    String name = "";
    StringBuilder own = new StringBuilder();
    for (String line : (OPERATIONS + LAYOUTS + FUSIONS).lines().toList()) {
      if (line.startsWith("  ")) {
        own.append(line.strip()).append('\n');
      } else {
        if (!name.isEmpty()) {
          lines.put(name, own.toString());
        }
        name = line.substring(0, line.length() - 1);
        own.setLength(0);
      }
    }
    lines.put(name, own.toString());
    for (ActivationFunction function : ActivationFunction.values()) {
      put(lines, function);
    }
    return lines.buildOrThrow();
  }

  private static void put(ImmutableMap.Builder<String, String> lines, ActivationFunction function) {
    lines.put(
        function.name(),
        "y = torch.add(x, x)\nz = torch.add(y, x)\n" + of(function, "z", "z1", "z2"));
    String behind = of(function, "y", "z", "z1");
    lines.put(
        "convolution, then " + function,
        "y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 1)\n"
            + behind);
    lines.put(
        "depthwise convolution, then " + function,
        "y = torch.conv2d(x, self.conv_weight, self.conv_bias, [1, 1], [1, 1], [1, 1], 6)\n"
            + behind);
    lines.put(
        "linear, then " + function, "y = torch.linear(x, self.fc_weight, self.fc_bias)\n" + behind);
  }

  private static String of(ActivationFunction function, String in, String first, String second) {
    String line =
        switch (function) {
          case RELU -> "x = torch.relu(%1$s)";
          case RELU6 -> "x = torch.hardtanh(%1$s, 0., 6.)";
          case GELU -> "x = torch.gelu(%1$s)";
          case GELU_TANH -> "x = torch.gelu(%1$s, approximate=\"tanh\")";
          case QUICK_GELU ->
              "%2$s = torch.mul(%1$s, 1.702)\n%3$s = torch.sigmoid(%2$s)\nx = torch.mul(%1$s, %3$s)";
          case SILU -> "x = torch.silu(%1$s)";
          case SIGMOID -> "x = torch.sigmoid(%1$s)";
          case TANH -> "x = torch.tanh(%1$s)";
          case HARD_SWISH -> "x = torch.hardswish(%1$s)";
          case HARD_SIGMOID -> "x = torch.hardsigmoid(%1$s)";
        };
    return line.formatted(in, first, second) + "\n";
  }
}
