"""Engine results."""

import streamlit as st

st.title("Engine results")
