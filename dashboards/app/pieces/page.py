"""Pieces."""

import streamlit as st

st.title("Pieces")
