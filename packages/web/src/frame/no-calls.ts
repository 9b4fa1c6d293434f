/** The policy of a frame has no word for calls between browsers, so what makes them is not there. */
for (const name of ['RTCPeerConnection', 'webkitRTCPeerConnection']) Reflect.deleteProperty(globalThis, name)
